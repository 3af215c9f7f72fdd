package stockledger.query.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import stockledger.web.webhook.WebhookAddresses;
import stockledger.web.webhook.WebhookConfiguration;

/** A name is resolved once, all of its addresses are checked, and the connection is made to one of these. */
class AddressesAreCheckedAfterTheirNameTest {

    private static final byte[] BODY = {'{', '}'};

    private static void with(boolean allowPrivate, Consumer<WebhookAddresses> test) {
        new ApplicationContextRunner()
                .withUserConfiguration(WebhookConfiguration.class)
                .withPropertyValues("stockledger.webhooks.allow-private-addresses=" + allowPrivate)
                .run(context -> test.accept(context.getBean(WebhookAddresses.class)));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void aNameWithOnePrivateAddressIsRefused() {
        with(false, addresses -> {
            CheckedHosts hosts = new CheckedHosts(
                    addresses,
                    host -> new InetAddress[] {address("93.184.216.34"), address("10.0.0.1")},
                    Runnable::run);
            assertThatThrownBy(
                            () -> hosts.of(URI.create("https://erp.example/")).join())
                    .hasCauseInstanceOf(CheckedHosts.AddressRefusedException.class);
            try (WebhookClient client = new WebhookClient(hosts, Duration.ofSeconds(2))) {
                WebhookClient.Result result = client.send(URI.create("https://erp.example/"), Map.of(), BODY, 0)
                        .join();
                assertThat(result.error()).isEqualTo("address-refused");
            }
        });
    }

    @Test
    void aNameThatIsNotResolvedIsNotLogged() {
        List<LogRecord> logged = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger cache = Logger.getLogger("com.github.benmanes.caffeine.cache");
        cache.addHandler(handler);
        try {
            with(false, addresses -> {
                CheckedHosts hosts = new CheckedHosts(
                        addresses,
                        host -> {
                            throw new UnknownHostException(host);
                        },
                        Runnable::run);
                assertThat(hosts.of(URI.create("https://erp.example/"))).isCompletedExceptionally();
            });
        } finally {
            cache.removeHandler(handler);
        }
        assertThat(logged).isEmpty();
    }

    /** A second resolution would give another address: nothing asks for one. */
    @Test
    void theConnectionIsMadeToTheCheckedAddressAndNoRedirectIsFollowed() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger requests = new AtomicInteger();
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getResponseHeaders()
                    .add("Location", "http://127.0.0.1:" + server.getAddress().getPort() + "/other");
            exchange.getResponseHeaders().add("Retry-After", "7");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
        AtomicInteger resolutions = new AtomicInteger();
        try {
            with(true, addresses -> {
                CheckedHosts hosts = new CheckedHosts(
                        addresses,
                        host -> {
                            resolutions.incrementAndGet();
                            return new InetAddress[] {InetAddress.getLoopbackAddress()};
                        },
                        Runnable::run);
                URI url = URI.create("http://erp.example:" + server.getAddress().getPort() + "/hook?shop=1");
                try (WebhookClient client = new WebhookClient(hosts, Duration.ofSeconds(2))) {
                    WebhookClient.Result result =
                            client.send(url, Map.of(), BODY, 0).join();
                    assertThat(result.status()).as("%s", result).isEqualTo(302);
                    assertThat(result.isDelivered()).isFalse();
                    assertThat(result.retryAfter()).isEqualTo(Duration.ofSeconds(7));
                    client.send(url, Map.of(), BODY, 1).join();
                }
            });
        } finally {
            server.stop(0);
        }
        assertThat(requests).hasValue(2);
        assertThat(resolutions).hasValue(1);
    }
}
