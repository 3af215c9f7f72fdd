package stockledger.web;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.apache.coyote.http11.Constants;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** Writes a problem for requests that Tomcat refuses before any filter, such as one with {@code %2F} in its path. */
final class ProblemReportValve extends ErrorReportValve {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemReportValve.class);

    /** The message of Tomcat's exception for a request line and headers that do not fit into its buffer. */
    private static final String TOO_LARGE =
            StringManager.getManager(Constants.class).getString("iib.requestheadertoolarge.error");

    private final ProblemWriter problems;

    ProblemReportValve(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        boolean answered = response.getStatus() < HttpStatus.BAD_REQUEST.value() || response.getContentWritten() > 0;
        if (answered || !response.setErrorReported() || !canWrite(response)) {
            return;
        }
        HttpStatus status = status(request, response, thrown);
        response.setStatus(status.value());
        Problem problem = ErrorPage.problem(status, request.getRequest());
        try {
            problems.write(request, response, problem);
        } catch (IOException e) {
            LOG.debug("the client closed the connection before the problem was written", e);
        }
    }

    /** Tomcat answers 400 to whatever it cannot parse; only its exception tells that the request was too large. */
    private static HttpStatus status(Request request, Response response, @Nullable Throwable thrown) {
        HttpStatus status = HttpStatus.resolve(response.getStatus());
        if (status == HttpStatus.BAD_REQUEST && isTooLarge(thrown)) {
            return request.getRequestURI() == null
                    ? HttpStatus.URI_TOO_LONG
                    : HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
        }
        return status == null ? HttpStatus.BAD_REQUEST : status;
    }

    /** The headers do not fit into Tomcat's buffer, or are too many. */
    private static boolean isTooLarge(@Nullable Throwable thrown) {
        return thrown instanceof IllegalStateException
                || thrown instanceof IllegalArgumentException && TOO_LARGE.equals(thrown.getMessage());
    }

    private static boolean canWrite(Response response) {
        AtomicBoolean allowed = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, allowed);
        return allowed.get();
    }
}
