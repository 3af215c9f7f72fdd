package stockledger.query.http;

import java.io.InputStream;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.HandlerMethod;
import stockledger.events.ConsistencyToken;

/** The codes that an address may answer: what it takes tells what can be wrong with it, its {@link ApiContract} the rest. */
final class ProblemCodes {

    private final SortedMap<Integer, Set<String>> codes = new TreeMap<>();

    ProblemCodes(HandlerMethod method, ApiContract promises) {
        add(HttpStatus.BAD_REQUEST, "bad-request");
        add(HttpStatus.NOT_ACCEPTABLE, "not-acceptable");
        add(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error");
        add(HttpStatus.SERVICE_UNAVAILABLE, "unavailable");
        List<String> parameters = List.of(promises.parameters());
        if (!parameters.isEmpty()) {
            add(HttpStatus.BAD_REQUEST, "validation-failed");
        }
        if (parameters.contains("cursor")) {
            add(HttpStatus.BAD_REQUEST, "invalid-cursor");
        }
        for (Parameter parameter : method.getMethod().getParameters()) {
            addCodesOf(parameter);
        }
        if (promises.body() != void.class) {
            add(HttpStatus.BAD_REQUEST, "validation-failed", "wrong-type");
            add(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type");
        }
        for (String refusal : promises.refusals()) {
            String[] words = refusal.split(" ", 2);
            add(HttpStatus.valueOf(Integer.parseInt(words[0])), words[1]);
        }
    }

    SortedMap<Integer, Set<String>> byStatus() {
        return codes;
    }

    private void addCodesOf(Parameter parameter) {
        Class<?> type = parameter.getType();
        if (type == Parameters.class) {
            add(HttpStatus.BAD_REQUEST, "unknown-parameter");
        } else if (type == ConsistencyToken.class) {
            add(HttpStatus.BAD_REQUEST, "invalid-consistency-token");
            add(HttpStatus.SERVICE_UNAVAILABLE, "not-yet-visible");
        } else if (type == InputStream.class) {
            add(HttpStatus.BAD_REQUEST, "malformed-json", "unknown-field");
            add(HttpStatus.CONTENT_TOO_LARGE, "payload-too-large");
            add(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type");
        } else if (parameter.isAnnotationPresent(PathVariable.class) && type != String.class) {
            add(HttpStatus.BAD_REQUEST, QueryProblems.invalid(type));
        }
    }

    private void add(HttpStatus status, String... more) {
        codes.computeIfAbsent(status.value(), key -> new TreeSet<>()).addAll(Set.of(more));
    }
}
