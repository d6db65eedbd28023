-- Holds last minutes: those of before the column are let go.
DELETE FROM "slot_hold";--> statement-breakpoint
ALTER TABLE "slot_hold" ADD COLUMN "patient" uuid NOT NULL;
