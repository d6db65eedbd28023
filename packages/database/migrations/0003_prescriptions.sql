ALTER TABLE "medication_request" ADD COLUMN "review_due" date,
	ADD COLUMN "supply_ends" date GENERATED ALWAYS AS (authored_on + supply_days * (1 + greatest(0, coalesce(repeats_allowed, 0)))) STORED;
--> statement-breakpoint
CREATE INDEX "medication_supply" ON "medication_request" USING btree ("clinic","supply_ends");
--> statement-breakpoint
CREATE TABLE "medication_override" (
	"medication" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"until" date,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "medication_override" ADD CONSTRAINT "medication_override_medication_medication_request_id_fk" FOREIGN KEY ("medication") REFERENCES "public"."medication_request"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE TABLE "medication_reminder" (
	"medication" uuid NOT NULL,
	"due" date NOT NULL,
	"viewed_at" timestamp (3) with time zone,
	"told_due_at" timestamp (3) with time zone,
	"told_viewed_at" timestamp (3) with time zone,
	CONSTRAINT "medication_reminder_medication_due_pk" PRIMARY KEY("medication","due")
);
--> statement-breakpoint
ALTER TABLE "medication_reminder" ADD CONSTRAINT "medication_reminder_medication_medication_request_id_fk" FOREIGN KEY ("medication") REFERENCES "public"."medication_request"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "medication_reminder_due" ON "medication_reminder" USING btree ("due");
--> statement-breakpoint
ALTER TABLE "prescription_request" ADD COLUMN "pharmacy" text;
--> statement-breakpoint
ALTER TABLE "prescription_line" DROP CONSTRAINT "prescription_line_request_medication_pk";
--> statement-breakpoint
ALTER TABLE "prescription_line" ALTER COLUMN "medication" DROP NOT NULL,
	ADD COLUMN "id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	ADD COLUMN "name_sealed" text,
	ADD COLUMN "why_sealed" text;
--> statement-breakpoint
CREATE UNIQUE INDEX "prescription_line_medication" ON "prescription_line" USING btree ("request","medication");
--> statement-breakpoint
CREATE TABLE "notification_choice" (
	"account" uuid NOT NULL,
	"clinic" text NOT NULL,
	"kind" text NOT NULL,
	"channel" text NOT NULL,
	CONSTRAINT "notification_choice_account_clinic_kind_pk" PRIMARY KEY("account","clinic","kind")
);
--> statement-breakpoint
ALTER TABLE "notification_choice" ADD CONSTRAINT "notification_choice_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;
