ALTER TABLE "clinical_resource" ADD COLUMN "about" date;--> statement-breakpoint
DROP INDEX "clinical_resource_patient";--> statement-breakpoint
CREATE INDEX "clinical_resource_patient" ON "clinical_resource" USING btree ("patient","type","about");
