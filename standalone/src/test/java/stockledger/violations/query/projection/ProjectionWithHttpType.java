package stockledger.violations.query.projection;

import org.springframework.http.ResponseEntity;

/** Violates: projection, cache and listindex import no HTTP. */
class ProjectionWithHttpType {
    ResponseEntity<String> answer;
}
