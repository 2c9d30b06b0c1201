import { ARGUMENT_FAULTS } from './arguments.ts';
import { DATE_FAULTS, FAULTS_OF_DAYS } from './dates.ts';
import { FAULTS_OF_ODD_IDENTIFIERS, HTTP_FAULTS } from './http.ts';
import { IDENTIFY_FAULTS } from './identify.ts';
import { LIST_FAULTS } from './lists.ts';
import type { PlantedFault } from './planted-fault.ts';
import { RECORD_FAULTS } from './records.ts';
import { FAULTS_WITHOUT_SETS, SET_FAULTS } from './sets.ts';
import { XML_FAULTS } from './xml.ts';

export { FAULTS_OF_DAYS, FAULTS_OF_ODD_IDENTIFIERS, FAULTS_WITHOUT_SETS };

/** A fault for every rule of the registry, and some rules have several. */
export const FAULTS: readonly PlantedFault[] = [
  ...HTTP_FAULTS,
  ...XML_FAULTS,
  ...IDENTIFY_FAULTS,
  ...ARGUMENT_FAULTS,
  ...LIST_FAULTS,
  ...SET_FAULTS,
  ...RECORD_FAULTS,
  ...DATE_FAULTS,
];
