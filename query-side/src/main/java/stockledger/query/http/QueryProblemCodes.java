package stockledger.query.http;

import java.io.InputStream;
import java.lang.reflect.Parameter;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.HandlerMethod;
import stockledger.events.ConsistencyToken;
import stockledger.web.ApiContract;
import stockledger.web.ProblemCodes;

/** Derives the problem codes of a query from the parameters of its method and its {@link ApiContract}. */
final class QueryProblemCodes {

    private QueryProblemCodes() {}

    static ProblemCodes of(HandlerMethod method, ApiContract contract) {
        ProblemCodes codes = new ProblemCodes();
        codes.add(HttpStatus.SERVICE_UNAVAILABLE, "event-store-mismatch");
        List<String> parameters = List.of(contract.parameters());
        if (!parameters.isEmpty()) {
            codes.add(HttpStatus.BAD_REQUEST, "validation-failed");
        }
        if (parameters.contains("cursor")) {
            codes.add(HttpStatus.BAD_REQUEST, "invalid-cursor");
        }
        if (parameters.contains(Parameters.AS_OF)) {
            codes.add(HttpStatus.SERVICE_UNAVAILABLE, "busy", "degraded");
        }
        for (Parameter parameter : method.getMethod().getParameters()) {
            add(codes, parameter);
        }
        if (contract.body() != void.class) {
            codes.add(HttpStatus.BAD_REQUEST, "validation-failed", "wrong-type");
            codes.add(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type");
        }
        codes.add(contract);
        return codes;
    }

    private static void add(ProblemCodes codes, Parameter parameter) {
        Class<?> type = parameter.getType();
        if (type == Parameters.class) {
            codes.add(HttpStatus.BAD_REQUEST, "unknown-parameter");
        } else if (type == ConsistencyToken.class) {
            codes.add(HttpStatus.BAD_REQUEST, "invalid-consistency-token");
            codes.add(HttpStatus.SERVICE_UNAVAILABLE, "not-yet-visible", "degraded");
        } else if (type == InputStream.class) {
            codes.add(HttpStatus.BAD_REQUEST, "malformed-json", "unknown-field");
            codes.add(HttpStatus.FORBIDDEN, "cross-site-request");
            codes.addThoseOfBodies();
        } else if (parameter.isAnnotationPresent(PathVariable.class) && type != String.class) {
            codes.add(HttpStatus.BAD_REQUEST, QueryProblems.invalidCode(type));
        }
    }
}
