// GraphQL over HTTP: the 61 checks of npm `graphql-http`, none of them optional to us.
import { auditServer } from 'graphql-http';
import { check, end } from './report.mjs';

const url = process.argv[2];
for (const found of await auditServer({ url, fetchFn: fetch })) {
  check(`${found.id} ${found.name}`, found.status === 'ok', found.reason);
}
end();
