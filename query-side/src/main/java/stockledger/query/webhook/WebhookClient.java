package stockledger.query.webhook;

import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.apache.hc.core5.http.config.Http1Config;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Sends deliveries. It connects to checked addresses only, follows no redirect and repeats nothing by itself. While a receiver
 * is slow, no thread waits for it.
 */
final class WebhookClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookClient.class);

    /**
     * To one address as in total, since several webhooks may have one. More than the lanes of all webhooks: no request waits for a
     * connection, which would count as a failure of its receiver.
     */
    private static final int MAX_CONNECTIONS = 2_000;

    /** Of status, headers, chunk sizes and trailers; bodies are discarded, and the time-out ends any other long answer. */
    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(8 << 10)
            .setMaxHeaderCount(100)
            .build();

    private static final int THREADS = 1;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final Duration MAX_CONNECT = Duration.ofSeconds(5);
    private static final Duration CONNECTION_LIFETIME = Duration.ofMinutes(5);
    private static final Duration IDLE_CHECK = Duration.ofSeconds(2);

    private final CheckedHosts hosts;
    private final Duration timeout;
    private Running running;
    private boolean closed;

    /** @param ended whether any of its threads has ended, as after an error such as a lack of memory: it does nothing more */
    private record Running(CloseableHttpAsyncClient http, AtomicBoolean ended) {}

    WebhookClient(CheckedHosts hosts, Duration timeout) {
        this.hosts = hosts;
        this.timeout = timeout;
        this.running = start(timeout);
    }

    private static Running start(Duration timeout) {
        Duration connect = timeout.compareTo(MAX_CONNECT) < 0 ? timeout : MAX_CONNECT;
        AtomicBoolean ended = new AtomicBoolean();
        ThreadFactory names = new CustomizableThreadFactory("webhook-http-");
        CloseableHttpAsyncClient http = HttpAsyncClients.custom()
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .setDnsResolver(new NoResolver())
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setMaxConnPerRoute(MAX_CONNECTIONS)
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
                .setHttp1Config(LIMITS)
                .setThreadFactory(work -> names.newThread(() -> {
                    try {
                        work.run();
                    } finally {
                        ended.set(true);
                    }
                }))
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("Stockledger-Webhooks/1")
                .build();
        http.start();
        return new Running(http, ended);
    }

    /** The client; a new one when that has ended. */
    synchronized CloseableHttpAsyncClient http() {
        if (running.ended().get() && !closed) {
            LOG.error("the thread that sends to webhooks has ended; another one is started");
            running.http().close(CloseMode.IMMEDIATE);
            running = start(timeout);
        }
        return running.http();
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
        CloseableHttpAsyncClient http = http();
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
        return header == null ? null : RetrySchedule.asked(header.getValue(), Instant.now());
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
    public synchronized void close() {
        closed = true;
        running.http().close(CloseMode.IMMEDIATE);
    }
}
