package stockledger.trials.baselines;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * The limit for throughput: Tomcat's first valve writes a constant response of 1,024 bytes with the headers of a product
 * page. No host, context, filter or servlet is involved, and nothing is looked up.
 */
final class ConstantValve extends ValveBase {

    static final String PATH = "/valve";

    ConstantValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (!request.getRequestURI().equals(PATH)) {
            getNext().invoke(request, response);
            return;
        }
        response.setHeader("X-Correlation-Id", "0123456789abcdef0123456789abcdef");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=1, stale-while-revalidate=5");
        response.setHeader(HttpHeaders.VARY, "Consistency-Token");
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        response.setHeader(HttpHeaders.ETAG, "\"p3.s17\"");
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(ConstantResponse.BODY.length);
        response.getOutputStream().write(ConstantResponse.BODY);
    }
}
