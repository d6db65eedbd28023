/** FHIR's word for what never should have been: withdrawn, never shown, never offered. */
export const mistaken = 'entered-in-error';
