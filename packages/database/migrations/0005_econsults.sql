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
