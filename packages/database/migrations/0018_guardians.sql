ALTER TABLE "appointment" ADD COLUMN "by_guardian" text;
--> statement-breakpoint
ALTER TABLE "prescription_request" ADD COLUMN "by_guardian" text;
--> statement-breakpoint
CREATE TABLE "sighting" (
	"staff" uuid NOT NULL,
	"clinic" text NOT NULL,
	"patient" uuid NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sighting_staff_clinic_patient_pk" PRIMARY KEY("staff","clinic","patient")
);
--> statement-breakpoint
CREATE INDEX "sighting_last" ON "sighting" USING btree ("last_at");
