ALTER TABLE "econsult" ADD COLUMN "waiting_since" timestamp (3) with time zone,
	ADD COLUMN "messages" smallint;
--> statement-breakpoint
ALTER TABLE "econsult_message" ADD COLUMN "read_at" timestamp (3) with time zone,
	ADD COLUMN "position" smallint;
--> statement-breakpoint
UPDATE "econsult_message" SET "read_at" = "econsult"."read_at" FROM "econsult" WHERE "econsult"."id" = "econsult_message"."econsult" AND "econsult_message"."from" = 'practice';
--> statement-breakpoint
UPDATE "econsult" SET "waiting_since" = "received_at", "messages" = (SELECT count(*) FROM "econsult_message" WHERE "econsult_message"."econsult" = "econsult"."id");
--> statement-breakpoint
UPDATE "econsult_message" SET "position" = "placed"."position" FROM (SELECT "id", row_number() OVER (PARTITION BY "econsult" ORDER BY "at", "id") AS "position" FROM "econsult_message") "placed" WHERE "placed"."id" = "econsult_message"."id";
--> statement-breakpoint
ALTER TABLE "econsult_message" ALTER COLUMN "position" SET NOT NULL;
--> statement-breakpoint
DROP INDEX "econsult_message_thread";
--> statement-breakpoint
CREATE UNIQUE INDEX "econsult_message_position" ON "econsult_message" USING btree ("econsult","position");
--> statement-breakpoint
ALTER TABLE "econsult" DROP COLUMN "read_at",
	ALTER COLUMN "waiting_since" SET NOT NULL,
	ALTER COLUMN "messages" SET NOT NULL;
--> statement-breakpoint
DROP INDEX "econsult_open";
--> statement-breakpoint
CREATE INDEX "econsult_open" ON "econsult" USING btree ("clinic","state","waiting_since");
--> statement-breakpoint
CREATE TABLE "econsult_file" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"clinic" text NOT NULL,
	"patient" uuid NOT NULL,
	"account" uuid NOT NULL,
	"page" uuid NOT NULL,
	"message" uuid,
	"kind" text NOT NULL,
	"size" integer NOT NULL,
	"data_sealed" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "econsult_file" ADD CONSTRAINT "econsult_file_patient_patient_id_fk" FOREIGN KEY ("patient") REFERENCES "public"."patient"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "econsult_file" ADD CONSTRAINT "econsult_file_message_econsult_message_id_fk" FOREIGN KEY ("message") REFERENCES "public"."econsult_message"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "econsult_file_message" ON "econsult_file" USING btree ("message");
--> statement-breakpoint
CREATE INDEX "econsult_file_waiting" ON "econsult_file" USING btree ("page") WHERE message is null;
