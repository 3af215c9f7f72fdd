package stockledger.command.http;

import java.lang.reflect.Parameter;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import stockledger.command.dispatch.CommandBusy;
import stockledger.command.dispatch.ExpectedVersion.VersionMismatch;
import stockledger.command.dispatch.Refusal;
import stockledger.command.dispatch.UnreadableStream;
import stockledger.command.dispatch.idempotency.KeyReused;
import stockledger.web.ApiContract;
import stockledger.web.ProblemCodes;

/** Derives the problem codes of a command from the parameters of its method and its {@link ApiContract}. */
final class CommandProblemCodes {

    private CommandProblemCodes() {}

    static ProblemCodes of(HandlerMethod method, ApiContract contract) {
        ProblemCodes codes = new ProblemCodes();
        codes.add(HttpStatus.FORBIDDEN, CommandContextFilter.OTHER_ACTOR, "cross-site-request");
        codes.add(HttpStatus.BAD_REQUEST, "invalid-actor", InvalidHeaderOrParameter.UNKNOWN_PARAMETER);
        add(codes, CommandBusy.class);
        add(codes, UnreadableStream.class);
        add(codes, EventStoreRefused.class);
        add(codes, InsufficientStorage.class);
        for (Parameter parameter : method.getMethod().getParameters()) {
            add(codes, parameter);
        }
        if (contract.rows()) {
            codes.add(HttpStatus.BAD_REQUEST, BodyRefused.ROW_CODES);
            codes.add(HttpStatus.BAD_REQUEST, "validation-failed");
            codes.addThoseOfBodies();
            codes.add(HttpStatus.CONTENT_TOO_LARGE, BodyRefused.TOO_MANY_ROWS);
        }
        codes.add(HttpStatus.BAD_REQUEST, "invalid-idempotency-key");
        add(codes, KeyReused.class);
        for (Class<? extends RuntimeException> refusal : contract.refusals()) {
            add(codes, refusal.asSubclass(Refusal.class));
        }
        codes.add(contract);
        return codes;
    }

    private static void add(ProblemCodes codes, Parameter parameter) {
        if (parameter.isAnnotationPresent(RequestBody.class)) {
            codes.add(HttpStatus.BAD_REQUEST, "malformed-json", "unknown-field", "wrong-type", "validation-failed");
            codes.addThoseOfBodies();
        }
        if (parameter.isAnnotationPresent(PathVariable.class) && parameter.getType() != String.class) {
            codes.add(HttpStatus.BAD_REQUEST, CommandProblems.invalidCode(parameter.getType()));
        }
        if (parameter.isAnnotationPresent(IfMatchVersion.class)) {
            codes.add(HttpStatus.BAD_REQUEST, IfMatch.INVALID);
            add(codes, VersionMismatch.class);
        }
    }

    static void add(ProblemCodes codes, Class<? extends Refusal> type) {
        Refusal refusal = SampleRefusal.of(type);
        codes.add(CommandProblems.status(refusal.kind()), refusal.code());
    }
}
