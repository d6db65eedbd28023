CREATE TABLE "guardian_request" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"clinic" text NOT NULL,
	"guardian" uuid NOT NULL REFERENCES "account"("id") ON DELETE CASCADE,
	"child" uuid NOT NULL REFERENCES "account"("id") ON DELETE CASCADE,
	"state" text NOT NULL,
	"asked_sealed" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"refusal_sealed" text,
	"refused_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE UNIQUE INDEX "guardian_request_pair" ON "guardian_request" USING btree ("clinic","guardian","child");
--> statement-breakpoint
CREATE INDEX "guardian_request_child" ON "guardian_request" USING btree ("child");
--> statement-breakpoint
CREATE INDEX "guardian_request_waiting" ON "guardian_request" USING btree ("clinic","requested_at");
--> statement-breakpoint
ALTER TABLE "guardianship" ADD COLUMN "set_up" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
UPDATE "guardianship" SET "set_up" = true;
--> statement-breakpoint
ALTER TABLE "guardianship" ADD COLUMN "name_sealed" text;
--> statement-breakpoint
ALTER TABLE "guardianship" ADD COLUMN "to_sealed" text;
--> statement-breakpoint
ALTER TABLE "guardianship" ADD COLUMN "stopped_at" timestamp (3) with time zone;
--> statement-breakpoint
ALTER TABLE "guardianship" ADD COLUMN "stop_sealed" text;
--> statement-breakpoint
ALTER TABLE "record_link" ADD COLUMN "guardians_only" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
UPDATE "account_identity" SET "proof" = 'eid' WHERE "proof" = 'practice' AND "kind" IN ('bsn', 'cpr') AND "account" IN (SELECT "guardian" FROM "guardianship");
