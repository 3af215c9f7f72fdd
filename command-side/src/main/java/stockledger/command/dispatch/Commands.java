package stockledger.command.dispatch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.jspecify.annotations.Nullable;

/**
 * How commands run.
 *
 * <p>How it works: commands of one stream are decided one after another in this process, guarded by the aggregate's
 * lock. Between processes nothing is locked: each appends the next sequence number, and the event store's unique key
 * lets one win. Whoever lost forgets what it had cached, waits a random moment and decides again on what is true then,
 * until the deadline. A decision that appends nothing is compared with the store's last sequence number before it is
 * believed. So a 2xx stands for exactly one stored effect, and a refusal for none.
 */
public final class Commands {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private final CommandBus bus;
    private final DispatchSettings settings;

    Commands(CommandBus bus, DispatchSettings settings) {
        this.bus = bus;
        this.settings = settings;
    }

    /**
     * Decides a command and returns the aggregate's answer once what happened is stored.
     *
     * @throws Refusal when the aggregate refuses, or other nodes were faster until the deadline
     */
    public <T> Outcome<T> send(Object command) {
        return send(command, null);
    }

    /**
     * Decides a command on one version of its stream only.
     *
     * @param expected sequence number of the last event that the caller knows; null for whatever is true now
     * @throws Refusal as above, or when the stream has another version
     */
    @SuppressWarnings("unchecked")
    public <T> Outcome<T> send(Object command, @Nullable Long expected) {
        long deadline = System.nanoTime()
                + Duration.ofMillis(settings.retryDeadlineMillis()).toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                Outcome<T> outcome = (Outcome<T>)
                        once(new GenericCommandMessage<>(command, ExpectedVersion.in(Caller.metaData(), expected)));
                if (outcome.replayed()) {
                    Caller.heardBefore();
                }
                return outcome;
            } catch (RuntimeException e) {
                if (!Conflicts.isConflict(e)) {
                    throw e;
                }
                if (System.nanoTime() > deadline) {
                    throw new CommandBusy();
                }
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1, pause.toNanos()));
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private Object once(CommandMessage<Object> command) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        CommandCallback<Object, Object> callback = (sent, result) -> complete(answer, result);
        bus.dispatch(command, callback);
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before the outcome was known", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void complete(CompletableFuture<Object> answer, CommandResultMessage<?> result) {
        if (result.isExceptional()) {
            answer.completeExceptionally(result.exceptionResult());
        } else {
            answer.complete(result.getPayload());
        }
    }
}
