package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import stockledger.command.dispatch.Refusal;

/** In a process with readers, no command is executed while they know that the event store lacks events. */
class CommandsNeedTheRightEventStoreTest {

    /** Stands for a controller of the command side. */
    static final class Controller {
        public void command() {}
    }

    @Test
    void commandsAreRefusedUntilItIsBack() throws Exception {
        AtomicBoolean differs = new AtomicBoolean(true);
        EventStoreInterceptor interceptor = new EventStoreInterceptor(() -> List.of(differs::get));
        HandlerMethod command = new HandlerMethod(new Controller(), "command");

        assertThatThrownBy(() -> preHandle(interceptor, command)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo("event-store-mismatch");
            assertThat(CommandProblems.status(refusal.kind()).value()).isEqualTo(503);
        });
        assertThat(preHandle(interceptor, "a static file")).isTrue();
        differs.set(false);
        assertThat(preHandle(interceptor, command)).isTrue();
        assertThat(preHandle(new EventStoreInterceptor(List::of), command)).isTrue();
    }

    private static boolean preHandle(EventStoreInterceptor interceptor, Object handler) {
        return interceptor.preHandle(new MockHttpServletRequest(), new MockHttpServletResponse(), handler);
    }
}
