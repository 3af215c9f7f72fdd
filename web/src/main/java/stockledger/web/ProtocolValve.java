package stockledger.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Refuses HTTP/0.9, whose answers have neither status nor headers. Lifts Tomcat's limit of eight trailers: a request above it
 * fails with an exception that is not about the request, and Tomcat logs it with its stack. Their size stays limited, and
 * exceeding it is an error of the request.
 */
final class ProtocolValve extends ValveBase {

    private static final int UNLIMITED = -1;

    ProtocolValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        // A request line that Tomcat could not read has no version either.
        if (!response.isError() && isHttp09(request)) {
            response.sendError(HttpStatus.HTTP_VERSION_NOT_SUPPORTED.value());
            return;
        }
        if (request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
            request.getCoyoteRequest().getMimeTrailerFields().setLimit(UNLIMITED);
        }
        getNext().invoke(request, response);
    }

    private static boolean isHttp09(Request request) {
        String protocol = request.getProtocol();
        return protocol == null || protocol.isEmpty();
    }
}
