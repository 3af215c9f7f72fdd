package stockledger.command.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import stockledger.events.EventStoreMismatch;

/** Refuses commands while a reader of this process knows that the event store lacks events. */
final class EventStoreInterceptor implements HandlerInterceptor {

    private final Supplier<List<EventStoreMismatch>> readers;

    /** @param readers those of this process; none in a process that only writes */
    EventStoreInterceptor(Supplier<List<EventStoreMismatch>> readers) {
        this.readers = readers;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && HttpConfiguration.SIDE.owns(method)
                && readers.get().stream().anyMatch(EventStoreMismatch::isKnown)) {
            throw new EventStoreRefused();
        }
        return true;
    }
}
