CREATE TABLE "account" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email_hmac" text NOT NULL,
	"email_sealed" text NOT NULL,
	"name_sealed" text,
	"birth_date_sealed" text,
	"phone_sealed" text,
	"password_hash" text NOT NULL,
	"locale" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "account_email_hmac_unique" UNIQUE("email_hmac")
);
--> statement-breakpoint
CREATE TABLE "appointment" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" text NOT NULL,
	"clinic" text NOT NULL,
	"patient" uuid NOT NULL,
	"account" uuid NOT NULL,
	"slot" uuid NOT NULL,
	"type" text NOT NULL,
	"reason_sealed" text,
	"state" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone,
	"seen_by" uuid,
	"cancellation_sealed" text,
	CONSTRAINT "appointment_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"sequence" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"clinic" text,
	"actor_kind" text NOT NULL,
	"actor" text,
	"action" text NOT NULL,
	"object_kind" text,
	"object" text,
	"patient" text,
	"outcome" text NOT NULL,
	"previous" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth_session" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"secret_hash" text NOT NULL,
	"last_secret_hash" text,
	"last_request_hash" text,
	"last_answer_sealed" text,
	"last_answer_at" timestamp (3) with time zone,
	"jkt" text NOT NULL,
	"client_id" text NOT NULL,
	"origin" text NOT NULL,
	"state" jsonb NOT NULL,
	"requests" integer DEFAULT 0 NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "auth_session_secret_hash_unique" UNIQUE("secret_hash"),
	CONSTRAINT "auth_session_last_secret_hash_unique" UNIQUE("last_secret_hash")
);
--> statement-breakpoint
CREATE TABLE "authorization_code" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"jkt" text NOT NULL,
	"code_challenge" text NOT NULL,
	"redirect_uri" text NOT NULL,
	"subject" uuid NOT NULL,
	"scope" text NOT NULL,
	"acr" text NOT NULL,
	"auth_time" timestamp (3) with time zone NOT NULL,
	"page" uuid,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"family" uuid
);
--> statement-breakpoint
CREATE TABLE "clinical_resource" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"clinic" text NOT NULL,
	"type" text NOT NULL,
	"source_id" text NOT NULL,
	"patient" uuid,
	"resource_sealed" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "counter" (
	"key" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"window_ends_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dpop_proof" (
	"hash" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "econsult_message" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"econsult" uuid NOT NULL,
	"from" text NOT NULL,
	"staff" uuid,
	"author" text,
	"at" timestamp (3) with time zone NOT NULL,
	"text_sealed" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "econsult" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" text NOT NULL,
	"clinic" text NOT NULL,
	"patient" uuid NOT NULL,
	"account" uuid NOT NULL,
	"subject_sealed" text NOT NULL,
	"state" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"promise_date" date,
	"answered_at" timestamp (3) with time zone,
	"read_at" timestamp (3) with time zone,
	CONSTRAINT "econsult_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "idempotency" (
	"key" text PRIMARY KEY NOT NULL,
	"request_hash" text NOT NULL,
	"answer_sealed" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "known_device" (
	"account" uuid NOT NULL,
	"jkt" text NOT NULL,
	"first_seen" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "known_device_account_jkt_pk" PRIMARY KEY("account","jkt")
);
--> statement-breakpoint
CREATE TABLE "medication_request" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"clinic" text NOT NULL,
	"source_id" text NOT NULL,
	"patient" uuid NOT NULL,
	"name" text NOT NULL,
	"dosage" text,
	"atc" text,
	"status" text NOT NULL,
	"authored_on" date,
	"supply_days" integer,
	"repeats_allowed" integer
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"template" text NOT NULL,
	"clinic" text NOT NULL,
	"mail_sealed" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"failed_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"expires_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "page" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account" uuid NOT NULL,
	"clinic" text NOT NULL,
	"client_id" text NOT NULL,
	"service" text NOT NULL,
	"jkt" text NOT NULL,
	"family" uuid NOT NULL,
	"close_secret_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"opened_at" timestamp (3) with time zone,
	"lease_until" timestamp (3) with time zone,
	"ends_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "page_jkt_unique" UNIQUE("jkt"),
	CONSTRAINT "page_close_secret_hash_unique" UNIQUE("close_secret_hash")
);
--> statement-breakpoint
CREATE TABLE "patient" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"clinic" text NOT NULL,
	"source_id" text NOT NULL,
	"family" text NOT NULL,
	"given" text NOT NULL,
	"birth_date" date,
	"gender" text,
	"bsn_hmac" text,
	"bsn_sealed" text,
	"bsn_ends" text,
	"verified" boolean NOT NULL,
	"phone_sealed" text,
	"email_sealed" text,
	"deceased" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "practitioner" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"clinic" text NOT NULL,
	"source_id" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "prescription_line" (
	"request" uuid NOT NULL,
	"medication" uuid NOT NULL,
	"note_sealed" text,
	"state" text NOT NULL,
	"reason_sealed" text,
	CONSTRAINT "prescription_line_request_medication_pk" PRIMARY KEY("request","medication")
);
--> statement-breakpoint
CREATE TABLE "prescription_request" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" text NOT NULL,
	"clinic" text NOT NULL,
	"patient" uuid NOT NULL,
	"account" uuid NOT NULL,
	"remark_sealed" text,
	"received_at" timestamp (3) with time zone NOT NULL,
	"promise_date" date,
	"promise_from" text,
	"handled_at" timestamp (3) with time zone,
	"handled_by" uuid,
	CONSTRAINT "prescription_request_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "record_link" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account" uuid NOT NULL,
	"clinic" text NOT NULL,
	"patient" uuid,
	"state" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"checked_by" uuid,
	"checked_at" timestamp (3) with time zone,
	"proof" text,
	"linked_by" uuid,
	"linked_at" timestamp (3) with time zone,
	"refusal_sealed" text
);
--> statement-breakpoint
CREATE TABLE "refresh_token" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"family" uuid NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"idle_until" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"successor_hash" text,
	"successor_sealed" text
);
--> statement-breakpoint
CREATE TABLE "registration" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"clinic" text NOT NULL,
	"secret_hash" text NOT NULL,
	"email_hmac" text NOT NULL,
	"person_sealed" text NOT NULL,
	"password_hash" text NOT NULL,
	"jkt" text,
	"locale" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "registration_secret_hash_unique" UNIQUE("secret_hash")
);
--> statement-breakpoint
CREATE TABLE "schedule" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"clinic" text NOT NULL,
	"source_id" text NOT NULL,
	"practitioner" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_code" (
	"account" uuid PRIMARY KEY NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"code_hmac" text NOT NULL,
	"auth_session" uuid NOT NULL,
	"page" uuid,
	"mark" text NOT NULL,
	"guesses" integer DEFAULT 0 NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "signing_key" (
	"kid" text PRIMARY KEY NOT NULL,
	"private_sealed" text NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"active_from" timestamp (3) with time zone NOT NULL,
	"retires_at" timestamp (3) with time zone NOT NULL,
	"gone_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slot_hold" (
	"slot" uuid PRIMARY KEY NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"account" uuid NOT NULL,
	"clinic" text NOT NULL,
	"page" uuid NOT NULL,
	"type" text NOT NULL,
	"extensions" smallint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slot" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"clinic" text NOT NULL,
	"source_id" text NOT NULL,
	"schedule" uuid NOT NULL,
	"practitioner" uuid NOT NULL,
	"start" timestamp (3) with time zone NOT NULL,
	"end" timestamp (3) with time zone NOT NULL,
	"status" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"clinic" text NOT NULL,
	"email_hmac" text NOT NULL,
	"email_sealed" text NOT NULL,
	"name" text NOT NULL,
	"roles" text[] NOT NULL,
	"locale" text NOT NULL,
	"password_hash" text,
	"totp_sealed" text,
	"totp_last_step" integer,
	"invitation_hash" text,
	"invitation_expires_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "staff_invitation_hash_unique" UNIQUE("invitation_hash")
);
--> statement-breakpoint
CREATE TABLE "token_family" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"subject" uuid NOT NULL,
	"client_id" text NOT NULL,
	"clinic" text NOT NULL,
	"jkt" text NOT NULL,
	"scope" text NOT NULL,
	"acr" text NOT NULL,
	"auth_time" timestamp (3) with time zone NOT NULL,
	"page" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "appointment" ADD CONSTRAINT "appointment_patient_patient_id_fk" FOREIGN KEY ("patient") REFERENCES "public"."patient"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appointment" ADD CONSTRAINT "appointment_slot_slot_id_fk" FOREIGN KEY ("slot") REFERENCES "public"."slot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clinical_resource" ADD CONSTRAINT "clinical_resource_patient_patient_id_fk" FOREIGN KEY ("patient") REFERENCES "public"."patient"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "econsult_message" ADD CONSTRAINT "econsult_message_econsult_econsult_id_fk" FOREIGN KEY ("econsult") REFERENCES "public"."econsult"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "econsult" ADD CONSTRAINT "econsult_patient_patient_id_fk" FOREIGN KEY ("patient") REFERENCES "public"."patient"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "known_device" ADD CONSTRAINT "known_device_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "medication_request" ADD CONSTRAINT "medication_request_patient_patient_id_fk" FOREIGN KEY ("patient") REFERENCES "public"."patient"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "page" ADD CONSTRAINT "page_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prescription_line" ADD CONSTRAINT "prescription_line_request_prescription_request_id_fk" FOREIGN KEY ("request") REFERENCES "public"."prescription_request"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prescription_line" ADD CONSTRAINT "prescription_line_medication_medication_request_id_fk" FOREIGN KEY ("medication") REFERENCES "public"."medication_request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prescription_request" ADD CONSTRAINT "prescription_request_patient_patient_id_fk" FOREIGN KEY ("patient") REFERENCES "public"."patient"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_link" ADD CONSTRAINT "record_link_patient_patient_id_fk" FOREIGN KEY ("patient") REFERENCES "public"."patient"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refresh_token" ADD CONSTRAINT "refresh_token_family_token_family_id_fk" FOREIGN KEY ("family") REFERENCES "public"."token_family"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule" ADD CONSTRAINT "schedule_practitioner_practitioner_id_fk" FOREIGN KEY ("practitioner") REFERENCES "public"."practitioner"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_code" ADD CONSTRAINT "session_code_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slot_hold" ADD CONSTRAINT "slot_hold_slot_slot_id_fk" FOREIGN KEY ("slot") REFERENCES "public"."slot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slot" ADD CONSTRAINT "slot_schedule_schedule_id_fk" FOREIGN KEY ("schedule") REFERENCES "public"."schedule"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slot" ADD CONSTRAINT "slot_practitioner_practitioner_id_fk" FOREIGN KEY ("practitioner") REFERENCES "public"."practitioner"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "appointment_slot" ON "appointment" USING btree ("slot") WHERE state = 'booked';--> statement-breakpoint
CREATE INDEX "appointment_clinic" ON "appointment" USING btree ("clinic","state","received_at");--> statement-breakpoint
CREATE INDEX "appointment_patient" ON "appointment" USING btree ("patient");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_chain" ON "audit" USING btree ("previous");--> statement-breakpoint
CREATE INDEX "audit_patient" ON "audit" USING btree ("patient","at");--> statement-breakpoint
CREATE UNIQUE INDEX "clinical_resource_source" ON "clinical_resource" USING btree ("clinic","type","source_id");--> statement-breakpoint
CREATE INDEX "clinical_resource_patient" ON "clinical_resource" USING btree ("patient","type");--> statement-breakpoint
CREATE INDEX "counter_expiry" ON "counter" USING btree ("window_ends_at");--> statement-breakpoint
CREATE INDEX "dpop_proof_expiry" ON "dpop_proof" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "econsult_message_thread" ON "econsult_message" USING btree ("econsult","at");--> statement-breakpoint
CREATE INDEX "econsult_open" ON "econsult" USING btree ("clinic","state","received_at");--> statement-breakpoint
CREATE INDEX "econsult_patient" ON "econsult" USING btree ("patient");--> statement-breakpoint
CREATE INDEX "idempotency_age" ON "idempotency" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "medication_source" ON "medication_request" USING btree ("clinic","source_id");--> statement-breakpoint
CREATE INDEX "medication_patient" ON "medication_request" USING btree ("patient");--> statement-breakpoint
CREATE INDEX "page_account" ON "page" USING btree ("account");--> statement-breakpoint
CREATE INDEX "page_family" ON "page" USING btree ("family");--> statement-breakpoint
CREATE UNIQUE INDEX "patient_source" ON "patient" USING btree ("clinic","source_id");--> statement-breakpoint
CREATE INDEX "patient_bsn" ON "patient" USING btree ("clinic","bsn_hmac");--> statement-breakpoint
CREATE INDEX "patient_birth" ON "patient" USING btree ("clinic","birth_date");--> statement-breakpoint
CREATE INDEX "patient_name" ON "patient" USING btree ("clinic",lower("family"));--> statement-breakpoint
CREATE UNIQUE INDEX "practitioner_source" ON "practitioner" USING btree ("clinic","source_id");--> statement-breakpoint
CREATE UNIQUE INDEX "prescription_line_pending" ON "prescription_line" USING btree ("medication") WHERE state = 'received';--> statement-breakpoint
CREATE INDEX "prescription_request_open" ON "prescription_request" USING btree ("clinic","handled_at","received_at");--> statement-breakpoint
CREATE INDEX "prescription_request_patient" ON "prescription_request" USING btree ("patient");--> statement-breakpoint
CREATE UNIQUE INDEX "record_link_account" ON "record_link" USING btree ("account","clinic");--> statement-breakpoint
CREATE UNIQUE INDEX "record_link_patient" ON "record_link" USING btree ("clinic","patient") WHERE state = 'linked';--> statement-breakpoint
CREATE INDEX "record_link_state" ON "record_link" USING btree ("clinic","state","requested_at");--> statement-breakpoint
CREATE INDEX "refresh_token_family" ON "refresh_token" USING btree ("family");--> statement-breakpoint
CREATE INDEX "registration_email" ON "registration" USING btree ("email_hmac");--> statement-breakpoint
CREATE UNIQUE INDEX "schedule_source" ON "schedule" USING btree ("clinic","source_id");--> statement-breakpoint
CREATE INDEX "slot_hold_account" ON "slot_hold" USING btree ("account","clinic");--> statement-breakpoint
CREATE UNIQUE INDEX "slot_hold_id" ON "slot_hold" USING btree ("id");--> statement-breakpoint
CREATE UNIQUE INDEX "slot_source" ON "slot" USING btree ("clinic","source_id");--> statement-breakpoint
CREATE INDEX "slot_free" ON "slot" USING btree ("clinic","status","start");--> statement-breakpoint
CREATE UNIQUE INDEX "staff_email" ON "staff" USING btree ("email_hmac");--> statement-breakpoint
CREATE INDEX "token_family_subject" ON "token_family" USING btree ("subject");