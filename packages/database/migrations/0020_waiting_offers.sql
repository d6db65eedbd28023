ALTER TABLE "waiting_list" ADD COLUMN "offered" uuid[] DEFAULT '{}' NOT NULL;
--> statement-breakpoint
UPDATE "waiting_list" SET "offered" = ARRAY["offered_slot"] WHERE "offered_slot" IS NOT NULL;
--> statement-breakpoint
ALTER TABLE "waiting_list" DROP COLUMN "offered_slot";
