CREATE TABLE "clinical_file" (
	"resource" uuid PRIMARY KEY NOT NULL REFERENCES "clinical_resource"("id") ON DELETE CASCADE,
	"kind" text NOT NULL,
	"size" integer NOT NULL,
	"data_sealed" text NOT NULL
);
