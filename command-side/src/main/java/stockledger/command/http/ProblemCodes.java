package stockledger.command.http;

import java.lang.reflect.Parameter;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import stockledger.command.dispatch.CommandBusy;
import stockledger.command.dispatch.ExpectedVersion.VersionMismatch;
import stockledger.command.dispatch.Refusal;
import stockledger.command.dispatch.idempotency.KeyReused;

/** The codes that an address may answer: what it takes tells what can be wrong with it, its {@link ApiContract} the rest. */
final class ProblemCodes {

    private final SortedMap<Integer, Set<String>> codes = new TreeMap<>();

    ProblemCodes(HandlerMethod method, ApiContract promises, boolean post) {
        add(HttpStatus.BAD_REQUEST, "bad-request", "invalid-actor");
        add(HttpStatus.NOT_ACCEPTABLE, "not-acceptable");
        add(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error");
        add(HttpStatus.SERVICE_UNAVAILABLE, "unavailable");
        add(CommandBusy.class);
        for (Parameter parameter : method.getMethod().getParameters()) {
            addCodesOf(parameter);
        }
        if (promises.rows()) {
            add(HttpStatus.BAD_REQUEST, BodyRefused.OF_ROWS);
            add(HttpStatus.BAD_REQUEST, "validation-failed");
            add(HttpStatus.CONTENT_TOO_LARGE, "payload-too-large");
            add(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type");
        }
        if (post) {
            add(HttpStatus.BAD_REQUEST, "invalid-idempotency-key");
            add(KeyReused.class);
        }
        for (Class<? extends Refusal> refusal : promises.refusals()) {
            add(refusal);
        }
    }

    SortedMap<Integer, Set<String>> byStatus() {
        return codes;
    }

    private void addCodesOf(Parameter parameter) {
        if (parameter.isAnnotationPresent(RequestBody.class)) {
            add(HttpStatus.BAD_REQUEST, "malformed-json", "unknown-field", "wrong-type", "validation-failed");
            add(HttpStatus.CONTENT_TOO_LARGE, "payload-too-large");
            add(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type");
        }
        if (parameter.isAnnotationPresent(PathVariable.class) && parameter.getType() != String.class) {
            add(HttpStatus.BAD_REQUEST, CommandProblems.invalid(parameter.getType()));
        }
        if (parameter.isAnnotationPresent(IfMatchVersion.class)) {
            add(HttpStatus.BAD_REQUEST, IfMatch.INVALID);
            add(VersionMismatch.class);
        }
    }

    void add(Class<? extends Refusal> type) {
        Refusal refusal = SampleRefusal.of(type);
        add(CommandProblems.status(refusal.kind()), refusal.code());
    }

    private void add(HttpStatus status, String... more) {
        codes.computeIfAbsent(status.value(), key -> new TreeSet<>()).addAll(Set.of(more));
    }
}
