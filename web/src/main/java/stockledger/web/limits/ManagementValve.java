package stockledger.web.limits;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.http.HttpStatus;
import stockledger.web.ProblemWriter;

/** On the port for operators, refuses all addresses but theirs. */
final class ManagementValve extends ValveBase {

    private final ManagementConnector operators;
    private final ProblemWriter problems;

    ManagementValve(ManagementConnector operators, ProblemWriter problems) {
        super(true);
        this.operators = operators;
        this.problems = problems;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (operators.isUsedBy(request) && !response.isError() && !isForOperators(request)) {
            problems.write(request, response, HttpStatus.NOT_FOUND, "not-found", "Nothing is found at this address.");
            return;
        }
        getNext().invoke(request, response);
    }

    private static boolean isForOperators(Request request) {
        return Work.of(request).isForOperators();
    }
}
