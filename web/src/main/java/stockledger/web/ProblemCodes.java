package stockledger.web;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.http.HttpStatus;

/** The problem codes of one address by their status; begins with those that every address may answer. */
public final class ProblemCodes {

    private final SortedMap<Integer, Set<String>> codes = new TreeMap<>();

    /** The codes of every address. */
    public ProblemCodes() {
        add(HttpStatus.BAD_REQUEST, "bad-request");
        add(HttpStatus.UNAUTHORIZED, "unauthenticated");
        add(HttpStatus.FORBIDDEN, "insufficient-scope");
        add(HttpStatus.NOT_ACCEPTABLE, "not-acceptable");
        add(HttpStatus.MISDIRECTED_REQUEST, "unknown-host");
        add(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error");
        add(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "overloaded");
        add(HttpStatus.TOO_MANY_REQUESTS, "rate-limited");
    }

    /** Adds the codes of addresses with a body. */
    public void addThoseOfBodies() {
        add(HttpStatus.REQUEST_TIMEOUT, "request-timeout");
        add(HttpStatus.CONTENT_TOO_LARGE, "payload-too-large");
        add(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type");
    }

    /** Adds codes of a status. */
    public void add(HttpStatus status, String... more) {
        codes.computeIfAbsent(status.value(), key -> new TreeSet<>()).addAll(Set.of(more));
    }

    /** Adds the problems that a contract names. */
    public void add(ApiContract contract) {
        for (String problem : contract.problems()) {
            String[] parts = problem.split(" ", 2);
            add(HttpStatus.valueOf(Integer.parseInt(parts[0])), parts[1]);
        }
    }

    /** The codes, by status. */
    public SortedMap<Integer, Set<String>> byStatus() {
        return codes;
    }
}
