package stockledger.query.webhook;

import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.nio.entity.AsyncEntityProducers;
import org.apache.hc.core5.http.nio.entity.DiscardingEntityConsumer;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.apache.hc.core5.http.nio.support.BasicResponseConsumer;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Sends deliveries. It connects to checked addresses only, follows no redirect and repeats nothing by itself. While a receiver
 * is slow, no thread waits for it.
 */
final class WebhookClient implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 1_000;
    private static final int THREADS = 1;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final Duration MAX_CONNECT = Duration.ofSeconds(5);
    private static final Duration CONNECTION_LIFETIME = Duration.ofMinutes(5);
    private static final Duration IDLE_CHECK = Duration.ofSeconds(2);

    private final CheckedHosts hosts;
    private final Duration timeout;
    private final CloseableHttpAsyncClient http;

    WebhookClient(CheckedHosts hosts, Duration timeout) {
        this.hosts = hosts;
        this.timeout = timeout;
        Duration connect = timeout.compareTo(MAX_CONNECT) < 0 ? timeout : MAX_CONNECT;
        this.http = HttpAsyncClients.custom()
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .setDnsResolver(new NoResolver())
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setMaxConnPerRoute(DeliveryLanes.COUNT)
                        .setDefaultTlsConfig(TlsConfig.custom()
                                .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(connect))
                                .setSocketTimeout(Timeout.of(timeout))
                                .setTimeToLive(TimeValue.of(CONNECTION_LIFETIME))
                                .setValidateAfterInactivity(TimeValue.of(IDLE_CHECK))
                                .build())
                        .build())
                .setIOReactorConfig(
                        IOReactorConfig.custom().setIoThreadCount(THREADS).build())
                .setThreadFactory(new CustomizableThreadFactory("webhook-http-"))
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("Stockledger-Webhooks/1")
                .build();
        http.start();
    }

    /** Names are resolved and checked before. */
    private static final class NoResolver implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            throw new UnknownHostException("names are resolved before: " + host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /**
     * The end of an attempt.
     *
     * @param status of the answer; 0 without one
     * @param error why there was no answer; null when there was one
     * @param retryAfter what the receiver asked for; null when it did not
     */
    record Result(
            int status, @Nullable String error, @Nullable Duration retryAfter) {

        private static final int OK = 200;
        private static final int REDIRECT = 300;
        private static final int GONE = 410;

        boolean isDelivered() {
            return status >= OK && status < REDIRECT;
        }

        /** The receiver asks for no further deliveries. */
        boolean isGone() {
            return status == GONE;
        }
    }

    /**
     * Sends one delivery; the future never fails.
     *
     * @param attempt selects one of the addresses of the host
     */
    CompletableFuture<Result> send(URI url, Map<String, String> headers, byte[] body, int attempt) {
        // Within the chain, so that what these throw is a result too.
        return CompletableFuture.completedFuture(url)
                .thenCompose(hosts::of)
                .thenCompose(addresses ->
                        exchange(url, addresses.get(Math.floorMod(attempt, addresses.size())), headers, body))
                .exceptionally(failure -> new Result(0, describe(failure), null));
    }

    private CompletableFuture<Result> exchange(URI url, InetAddress address, Map<String, String> headers, byte[] body) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        HttpHost host = new HttpHost(url.getScheme(), address, url.getHost(), port(url));
        AsyncRequestBuilder request = AsyncRequestBuilder.post()
                .setHttpHost(host)
                .setPath(path(url))
                .setEntity(AsyncEntityProducers.create(body, ContentType.parse(CloudEvents.MEDIA_TYPE)));
        headers.forEach(request::addHeader);
        // The request alone would lose the address.
        Future<?> exchange = http.execute(
                host,
                request.build(),
                new BasicResponseConsumer<>(new DiscardingEntityConsumer<Void>()),
                null,
                null,
                new FutureCallback<Message<HttpResponse, Void>>() {
                    @Override
                    public void completed(Message<HttpResponse, Void> answer) {
                        HttpResponse head = answer.getHead();
                        result.complete(new Result(head.getCode(), null, retryAfter(head)));
                    }

                    @Override
                    public void failed(Exception failure) {
                        result.completeExceptionally(failure);
                    }

                    @Override
                    public void cancelled() {
                        result.completeExceptionally(new TimeoutException("cancelled"));
                    }
                });
        // A body that never ends would be read for ever.
        return result.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).whenComplete((answer, failure) -> {
            if (failure instanceof TimeoutException) {
                exchange.cancel(true);
            }
        });
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : url.getScheme().equalsIgnoreCase("https") ? HTTPS_PORT : HTTP_PORT;
    }

    private static String path(URI url) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    private static @Nullable Duration retryAfter(HttpResponse answer) {
        Header header = answer.getFirstHeader("Retry-After");
        String value = header == null ? "" : header.getValue();
        return value.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(value)) : null;
    }

    /** Without addresses: what a name resolves to in the network of the service is not for those who read the log. */
    private static String describe(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CheckedHosts.AddressRefusedException) {
            return "address-refused";
        } else if (cause instanceof UnknownHostException) {
            return "unknown-host";
        } else if (cause instanceof TimeoutException || cause instanceof SocketTimeoutException) {
            return "timeout";
        }
        return cause.getClass().getSimpleName().toLowerCase(Locale.ROOT).contains("ssl") ? "tls" : "connection-failed";
    }

    @Override
    public void close() {
        http.close(CloseMode.IMMEDIATE);
    }
}
