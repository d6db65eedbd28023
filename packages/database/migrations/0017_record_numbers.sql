ALTER TABLE "record_link" ADD COLUMN "number_hmac" text;
--> statement-breakpoint
UPDATE "record_link" SET "number_hmac" = "patient"."number_hmac" FROM "patient" WHERE "patient"."id" = "record_link"."patient";
--> statement-breakpoint
CREATE INDEX "slot_over" ON "slot" USING btree ("clinic","end");
--> statement-breakpoint
ALTER TABLE "system_push" ADD COLUMN "told" boolean DEFAULT false NOT NULL;
