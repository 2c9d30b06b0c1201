import { fileURLToPath } from 'node:url';
import express, { type RequestHandler } from 'express';

const FOLDER = fileURLToPath(new URL('../../schemas', import.meta.url));

/**
 * The XML schemas that this project publishes itself, such as `oai_qdc.xsd`. Formats announce them, so every
 * harvester that validates fetches them from here (protocol 2.5).
 */
export function createSchemaRouter(): RequestHandler {
  return express.static(FOLDER, {
    index: false,
    redirect: false,
    maxAge: '1d',
    // Validators in browsers read them too.
    setHeaders: (response) => response.set('Access-Control-Allow-Origin', '*'),
  });
}
