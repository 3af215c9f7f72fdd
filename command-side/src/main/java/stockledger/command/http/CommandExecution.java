package stockledger.command.http;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/**
 * Executes a command and renders its answer. It needs no request: a command may be executed later.
 *
 * @param <C> the command
 * @param <A> the body of the answer
 */
@FunctionalInterface
public interface CommandExecution<C, A> {

    /**
     * Executes the command.
     *
     * @param expected version of its stream; null for any
     */
    ResponseEntity<A> execute(C command, @Nullable Long expected);
}
