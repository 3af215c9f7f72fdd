package stockledger.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.util.unit.DataSize;

/** {@code X-Forwarded-For} is believed of configured proxies, and only the part that they have added. */
class OnlyTrustedProxiesNameTheirCallersTest {

    private static final class Address extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(request.getScheme() + " " + request.getRemoteAddr());
        }
    }

    private static String callerBehind(String trustedProxies, String forwardedFor)
            throws IOException, InterruptedException {
        LimitsSettings settings = new LimitsSettings(
                Duration.ofSeconds(15),
                Duration.ofMinutes(1),
                DataSize.ofKilobytes(4),
                1,
                1,
                1,
                Duration.ofSeconds(1),
                1,
                trustedProxies);
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
        new LimitsConfiguration().callersBehindProxies(settings).customize(factory);
        WebServer server = factory.getWebServer(
                context -> context.addServlet("address", new Address()).addMapping("/"));
        server.start();
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + "/"))
                    .header("X-Forwarded-For", forwardedFor)
                    .header("X-Forwarded-Proto", "https")
                    .build();
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } finally {
            server.stop();
        }
    }

    @Test
    void theCallerOfATrustedProxy() throws IOException, InterruptedException {
        assertThat(callerBehind("127\\.0\\.0\\.1", "192.0.2.7")).isEqualTo("http 192.0.2.7");
    }

    @Test
    void whatTheCallerOfTheProxyClaims() throws IOException, InterruptedException {
        assertThat(callerBehind("127\\.0\\.0\\.1", "198.51.100.1, 192.0.2.7")).isEqualTo("http 192.0.2.7");
    }

    @Test
    void anUntrustedCaller() throws IOException, InterruptedException {
        assertThat(callerBehind("10\\..*", "192.0.2.7")).isEqualTo("http 127.0.0.1");
    }
}
