package stockledger.query.webhook;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import stockledger.web.webhook.WebhookAddresses;

/**
 * The addresses of hosts, resolved and checked: connections are made to these addresses, without resolving the host again. A host
 * is refused if one of its addresses is not public.
 */
final class CheckedHosts {

    private static final Duration REMEMBERED = Duration.ofSeconds(30);

    /** Deliveries are repeated a second later. */
    private static final Duration FAILURES_REMEMBERED = Duration.ofMillis(500);

    private static final int MAX_REMEMBERED = 1_000;

    private final WebhookAddresses addresses;
    private final Resolver resolver;
    private final AsyncCache<String, Resolution> resolved;

    /**
     * What a name resolves to. A failure is a value: the cache would log an exception, with the addresses in the network of the
     * service.
     *
     * @param failure null when the addresses may be connected to
     */
    private record Resolution(
            List<InetAddress> addresses, @Nullable Exception failure) {

        CompletableFuture<List<InetAddress>> toFuture() {
            return failure == null
                    ? CompletableFuture.completedFuture(addresses)
                    : CompletableFuture.failedFuture(failure);
        }
    }

    /** Resolves a name. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** @param threads resolve names, which may take long */
    CheckedHosts(WebhookAddresses addresses, Resolver resolver, Executor threads) {
        this.addresses = addresses;
        this.resolver = resolver;
        this.resolved = Caffeine.newBuilder()
                .<String, Resolution>expireAfter(
                        Expiry.writing((host, result) -> result.failure() == null ? REMEMBERED : FAILURES_REMEMBERED))
                .maximumSize(MAX_REMEMBERED)
                .executor(threads)
                .buildAsync();
    }

    /**
     * The addresses of the host of a webhook's URL. The future fails when the host is unknown or refused. The URL is checked
     * too, since private addresses may have been permitted when the webhook was registered.
     */
    CompletableFuture<List<InetAddress>> of(URI url) {
        return addresses.problem(url.toString()) == null
                ? resolved.get(url.getHost(), this::resolve).thenCompose(Resolution::toFuture)
                : CompletableFuture.failedFuture(new AddressRefusedException());
    }

    private Resolution resolve(String host) {
        try {
            List<InetAddress> found = List.of(resolver.resolve(host));
            boolean isRefused = found.isEmpty() || !found.stream().allMatch(addresses::mayConnectTo);
            return new Resolution(found, isRefused ? new AddressRefusedException() : null);
        } catch (UnknownHostException | RuntimeException e) {
            return new Resolution(List.of(), e);
        }
    }

    /** The URL is not permitted, or the host has an address that is not public. */
    static final class AddressRefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        AddressRefusedException() {
            super("the host has an address that is not public", null, false, false);
        }
    }
}
