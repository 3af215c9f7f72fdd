package stockledger.trials.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.RetryingClient;

/**
 * What is tried.
 *
 * @param rival the plain database beside it; null for none
 * @param rivalFor how long each measure of the rival lasts
 */
record Target(URI url, @Nullable RivalAddress rival, Duration rivalFor) {

    /** Connections that the rival is given, one measure each. */
    static final int FEW_CONNECTIONS = 16;

    static final int MOST_CONNECTIONS = 64;

    /** Who opens the trial and checks it afterwards, in no hurry. */
    RetryingClient caller() {
        return new RetryingClient(url);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(url.getHost(), url.getPort() < 0 ? 80 : url.getPort());
    }
}
