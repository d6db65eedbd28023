ALTER TABLE "appointment" ADD COLUMN "answers_sealed" text,
	ADD COLUMN "cancelled_by" text,
	ADD COLUMN "sequence" integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
UPDATE "appointment" SET "cancelled_by" = 'practice' WHERE "state" = 'cancelled';
--> statement-breakpoint
ALTER TABLE "slot_hold" ADD COLUMN "offer" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
CREATE TABLE "waiting_list" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"clinic" text NOT NULL,
	"patient" uuid NOT NULL,
	"account" uuid NOT NULL,
	"type" text NOT NULL,
	"practitioner" uuid,
	"appointment" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"offered_slot" uuid,
	"offered_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "waiting_list" ADD CONSTRAINT "waiting_list_patient_patient_id_fk" FOREIGN KEY ("patient") REFERENCES "public"."patient"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "waiting_list" ADD CONSTRAINT "waiting_list_practitioner_practitioner_id_fk" FOREIGN KEY ("practitioner") REFERENCES "public"."practitioner"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "waiting_list" ADD CONSTRAINT "waiting_list_appointment_appointment_id_fk" FOREIGN KEY ("appointment") REFERENCES "public"."appointment"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "waiting_list" ADD CONSTRAINT "waiting_list_offered_slot_slot_id_fk" FOREIGN KEY ("offered_slot") REFERENCES "public"."slot"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "waiting_list_any" ON "waiting_list" USING btree ("patient","type") WHERE appointment is null;
--> statement-breakpoint
CREATE UNIQUE INDEX "waiting_list_appointment" ON "waiting_list" USING btree ("appointment");
--> statement-breakpoint
CREATE INDEX "waiting_list_turn" ON "waiting_list" USING btree ("clinic","created_at");
