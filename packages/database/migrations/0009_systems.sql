ALTER TABLE "econsult_message" ADD COLUMN "source_id" text;--> statement-breakpoint
CREATE UNIQUE INDEX "econsult_message_source" ON "econsult_message" USING btree ("econsult","source_id");--> statement-breakpoint
CREATE TABLE "system_state" (
	"clinic" text PRIMARY KEY NOT NULL,
	"since" timestamp (3) with time zone,
	"pulled_at" timestamp (3) with time zone,
	"compared_at" timestamp (3) with time zone,
	"next_at" timestamp (3) with time zone NOT NULL,
	"failed_since" timestamp (3) with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"problem" text,
	"lease_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "system_push" (
	"clinic" text NOT NULL,
	"kind" text NOT NULL,
	"object" uuid NOT NULL,
	"patient" uuid NOT NULL,
	"wanted" integer DEFAULT 1 NOT NULL,
	"sent" integer DEFAULT 0 NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"failed_at" timestamp (3) with time zone,
	"reason" text,
	CONSTRAINT "system_push_clinic_kind_object_pk" PRIMARY KEY("clinic","kind","object")
);
--> statement-breakpoint
CREATE INDEX "system_push_open" ON "system_push" USING btree ("clinic","changed_at") WHERE sent < wanted;
--> statement-breakpoint
DROP INDEX "appointment_waiting";--> statement-breakpoint
CREATE INDEX "appointment_waiting" ON "appointment" USING btree ("clinic","received_at","id") WHERE seen_at is null and (state = 'booked' or cancelled_by <> 'practice');
