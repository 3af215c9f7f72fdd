package stockledger.planted.query.projection;

import org.springframework.http.ResponseEntity;

/** Planted: a mechanism that knows HTTP. */
class AnsweringProjection {
    ResponseEntity<String> answer;
}
