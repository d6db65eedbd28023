CREATE TABLE "answer_template" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"clinic" text NOT NULL,
	"kind" text NOT NULL,
	"locale" text NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "answer_template_clinic" ON "answer_template" USING btree ("clinic");
--> statement-breakpoint
CREATE TABLE "service_block" (
	"patient" uuid NOT NULL,
	"service" text NOT NULL,
	"reason_sealed" text NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "service_block_patient_service_pk" PRIMARY KEY("patient","service")
);
--> statement-breakpoint
ALTER TABLE "service_block" ADD CONSTRAINT "service_block_patient_patient_id_fk" FOREIGN KEY ("patient") REFERENCES "public"."patient"("id") ON DELETE no action ON UPDATE no action;
