CREATE FUNCTION "patient_words"("clinic" text, "name" text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN array_to_tsvector(string_to_array("clinic" || '/' || replace(btrim(regexp_replace(
	replace(replace(replace(replace(replace(translate(regexp_replace(normalize(lower(left("name", 500) COLLATE "und-x-icu"), NFKD), '[\u0300-\u036f]', '', 'g'), 'øłđðı', 'olddi'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ß', 'ss'), 'aa', 'a'),
	'[\s''’-]+', ' ', 'g')), ' ', ' ' || "clinic" || '/'), ' '));
--> statement-breakpoint
DROP INDEX "patient_name";
--> statement-breakpoint
CREATE INDEX "patient_words" ON "patient" USING gin (patient_words("clinic", "given" || ' ' || "family"));
--> statement-breakpoint
CREATE INDEX "record_link_waiting" ON "record_link" USING btree ("clinic","requested_at","id") WHERE state in ('requested', 'identity-checked');
--> statement-breakpoint
CREATE INDEX "record_link_record" ON "record_link" USING btree ("clinic","patient");
--> statement-breakpoint
CREATE INDEX "prescription_request_waiting" ON "prescription_request" USING btree ("clinic","received_at","id") WHERE handled_at is null;
--> statement-breakpoint
CREATE INDEX "appointment_waiting" ON "appointment" USING btree ("clinic","received_at","id") WHERE seen_at is null and (state = 'booked' or cancelled_by = 'patient');
--> statement-breakpoint
CREATE INDEX "econsult_waiting" ON "econsult" USING btree ("clinic","waiting_since","id") WHERE state = 'sent';
--> statement-breakpoint
CREATE TABLE "assignment" (
	"kind" text NOT NULL,
	"item" uuid NOT NULL,
	"clinic" text NOT NULL,
	"staff" uuid NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "assignment_kind_item_pk" PRIMARY KEY("kind","item")
);
--> statement-breakpoint
CREATE INDEX "assignment_staff" ON "assignment" USING btree ("staff");
