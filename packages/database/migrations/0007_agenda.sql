ALTER TABLE "appointment" ALTER COLUMN "account" DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE "schedule" ADD COLUMN "plan" jsonb;
--> statement-breakpoint
ALTER TABLE "slot" ADD COLUMN "extra" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
CREATE INDEX "slot_agenda" ON "slot" USING btree ("clinic","start");
--> statement-breakpoint
CREATE TABLE "agenda_block" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"clinic" text NOT NULL,
	"practitioner" uuid,
	"start" timestamp (3) with time zone NOT NULL,
	"end" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"reason_sealed" text,
	"words" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"made_by" uuid NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "agenda_block" ADD CONSTRAINT "agenda_block_practitioner_practitioner_id_fk" FOREIGN KEY ("practitioner") REFERENCES "public"."practitioner"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "agenda_block_time" ON "agenda_block" USING btree ("clinic","end");
