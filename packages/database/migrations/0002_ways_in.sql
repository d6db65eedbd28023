-- Every way in: identities, factors, letters, eID trips, guardians; personal numbers of both countries.
CREATE TABLE "account_link" (
	"secret_hash" text PRIMARY KEY NOT NULL,
	"account" uuid NOT NULL,
	"clinic" text NOT NULL,
	"purpose" text NOT NULL,
	"data_sealed" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "activation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"clinic" text NOT NULL,
	"patient" uuid NOT NULL,
	"person_sealed" text NOT NULL,
	"pin_hash" text,
	"link_hash" text,
	"confirm_hash" text,
	"password_hash" text,
	"excused" boolean DEFAULT false NOT NULL,
	"account" uuid,
	"step" text NOT NULL,
	"locale" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "activation_link_hash_unique" UNIQUE("link_hash"),
	CONSTRAINT "activation_confirm_hash_unique" UNIQUE("confirm_hash")
);
--> statement-breakpoint
CREATE TABLE "consent" (
	"account" uuid NOT NULL,
	"clinic" text NOT NULL,
	"document" text NOT NULL,
	"version" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "consent_account_clinic_document_version_pk" PRIMARY KEY("account","clinic","document","version")
);
--> statement-breakpoint
CREATE TABLE "eid_transaction" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"clinic" text NOT NULL,
	"broker" text NOT NULL,
	"purpose" text NOT NULL,
	"request_uri_hash" text NOT NULL,
	"jkt" text NOT NULL,
	"code_challenge" text NOT NULL,
	"state" text NOT NULL,
	"return_url" text NOT NULL,
	"scope" text NOT NULL,
	"subject" uuid,
	"cookie_hash" text,
	"broker_sealed" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "eid_transaction_request_uri_hash_unique" UNIQUE("request_uri_hash"),
	CONSTRAINT "eid_transaction_cookie_hash_unique" UNIQUE("cookie_hash")
);
--> statement-breakpoint
CREATE TABLE "factor" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"owner" uuid NOT NULL,
	"kind" text NOT NULL,
	"secret_sealed" text NOT NULL,
	"handle" text,
	"label" text,
	"counter" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"activated_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "factor_handle_unique" UNIQUE("handle")
);
--> statement-breakpoint
CREATE TABLE "guardianship" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"clinic" text NOT NULL,
	"guardian" uuid,
	"child" uuid NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"announced_for" date,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "account_identity" (
	"kind" text NOT NULL,
	"hmac" text NOT NULL,
	"account" uuid NOT NULL,
	"proof" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "account_identity_kind_hmac_pk" PRIMARY KEY("kind","hmac")
);
--> statement-breakpoint
CREATE TABLE "recovery_code" (
	"owner" uuid NOT NULL,
	"code_hash" text NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "recovery_code_owner_code_hash_pk" PRIMARY KEY("owner","code_hash")
);
--> statement-breakpoint
CREATE TABLE "staff_device" (
	"staff" uuid NOT NULL,
	"jkt" text NOT NULL,
	"first_seen" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "staff_device_staff_jkt_pk" PRIMARY KEY("staff","jkt")
);
--> statement-breakpoint
ALTER TABLE "account_link" ADD CONSTRAINT "account_link_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "consent" ADD CONSTRAINT "consent_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "guardianship" ADD CONSTRAINT "guardianship_guardian_account_id_fk" FOREIGN KEY ("guardian") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "guardianship" ADD CONSTRAINT "guardianship_child_account_id_fk" FOREIGN KEY ("child") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "account_identity" ADD CONSTRAINT "account_identity_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "staff_device" ADD CONSTRAINT "staff_device_staff_staff_id_fk" FOREIGN KEY ("staff") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "account_link_live" ON "account_link" USING btree ("account","purpose") WHERE used_at is null;
--> statement-breakpoint
CREATE INDEX "activation_patient" ON "activation" USING btree ("clinic","patient");
--> statement-breakpoint
CREATE INDEX "factor_owner" ON "factor" USING btree ("owner");
--> statement-breakpoint
CREATE UNIQUE INDEX "guardianship_pair" ON "guardianship" USING btree ("clinic","guardian","child");
--> statement-breakpoint
CREATE INDEX "guardianship_child" ON "guardianship" USING btree ("child");
--> statement-breakpoint
CREATE UNIQUE INDEX "account_identity_kind" ON "account_identity" USING btree ("account","kind");
--> statement-breakpoint
INSERT INTO "account_identity" ("kind", "hmac", "account", "proof", "created_at") SELECT 'email', "email_hmac", "id", 'mail', "created_at" FROM "account"
--> statement-breakpoint
ALTER TABLE "account" DROP CONSTRAINT "account_email_hmac_unique"
--> statement-breakpoint
ALTER TABLE "account" ALTER COLUMN "email_hmac" DROP NOT NULL, ALTER COLUMN "email_sealed" DROP NOT NULL, ALTER COLUMN "password_hash" DROP NOT NULL, ADD COLUMN "phrase_sealed" text, ADD COLUMN "contact_confirmed_at" timestamp (3) with time zone
--> statement-breakpoint
CREATE INDEX "account_email" ON "account" USING btree ("email_hmac")
--> statement-breakpoint
ALTER TABLE "registration" ADD COLUMN "kind" text DEFAULT 'email' NOT NULL, ADD COLUMN "number_hmac" text, ADD COLUMN "guardian_hmac" text
--> statement-breakpoint
ALTER TABLE "known_device" ADD COLUMN "last_seen" timestamp (3) with time zone, ADD COLUMN "label" text
--> statement-breakpoint
ALTER TABLE "patient" RENAME COLUMN "bsn_hmac" TO "number_hmac"
--> statement-breakpoint
ALTER TABLE "patient" RENAME COLUMN "bsn_sealed" TO "number_sealed"
--> statement-breakpoint
ALTER TABLE "patient" DROP COLUMN "bsn_ends"
--> statement-breakpoint
ALTER TABLE "record_link" ADD COLUMN "refused_at" timestamp (3) with time zone
--> statement-breakpoint
ALTER INDEX "patient_bsn" RENAME TO "patient_number"
--> statement-breakpoint
DROP INDEX "audit_patient"
--> statement-breakpoint
CREATE INDEX "audit_own" ON "audit" USING btree ("actor","sequence")
--> statement-breakpoint
CREATE INDEX "audit_record" ON "audit" USING btree ("patient","sequence");
--> statement-breakpoint
ALTER TABLE "page" ADD COLUMN "acts_for" uuid REFERENCES "public"."account"("id") ON DELETE cascade
--> statement-breakpoint
ALTER TABLE "token_family" ADD COLUMN "acts_for" uuid;
