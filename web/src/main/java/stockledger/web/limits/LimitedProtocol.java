package stockledger.web.limits;

import org.apache.coyote.http11.Http11NioProtocol;

/** HTTP/1.1 on a {@link LimitedEndpoint}. Public, because Tomcat creates it by its name. */
public final class LimitedProtocol extends Http11NioProtocol {

    private final LimitedEndpoint limited;

    public LimitedProtocol() {
        this(new LimitedEndpoint());
    }

    private LimitedProtocol(LimitedEndpoint endpoint) {
        super(endpoint);
        this.limited = endpoint;
    }

    LimitedEndpoint limitedEndpoint() {
        return limited;
    }

    /** While connections are scarce, each response ends its own, and says so. */
    @Override
    public int getMaxKeepAliveRequests() {
        return limited.isCrowded() ? 1 : super.getMaxKeepAliveRequests();
    }
}
