package stockledger.standalone.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that ends is started again; one that ends again and again is given up. */
class ServersAreStartedAgainTest {

    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);
    private static final List<String> RUNS = List.of("sleep", "600");
    private static final List<String> ENDS = List.of("false");

    @TempDir
    private Path folder;

    private final BlockingQueue<ServerProcess> started = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> givenUp = new LinkedBlockingQueue<>();
    private final Semaphore failures = new Semaphore(0);
    private volatile List<String> command = RUNS;

    private final class Sleep implements Program {

        @Override
        public String name() {
            return "sleep";
        }

        @Override
        public ServerProcess start() throws IOException {
            if (failures.tryAcquire()) {
                throw new UncheckedIOException(new IOException("a file cannot be read"));
            }
            ServerProcess process = ServerProcess.start(command, folder.resolve("log"), Duration.ofSeconds(2));
            started.add(process);
            return process;
        }

        @Override
        public boolean awaitReady(ServerProcess process) throws InterruptedException {
            return command.equals(RUNS) || !process.awaitExit(ONE_MINUTE);
        }

        @Override
        public String failure(ServerProcess process, boolean timedOut) {
            return "it ended";
        }

        @Override
        public void stop(ServerProcess process) throws InterruptedException {
            process.close();
        }
    }

    private ServerProcess next() throws InterruptedException {
        ServerProcess process = started.poll(ONE_MINUTE.toSeconds(), TimeUnit.SECONDS);
        assertThat(process).isNotNull();
        return process;
    }

    private static void kill(ServerProcess process) {
        ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
    }

    @Test
    void anEndedServerIsStartedAgainAndStoppedAtTheEnd() throws Exception {
        ServerProcess last;
        try (Supervisor supervisor = new Supervisor(new Sleep(), 5, givenUp::add)) {
            supervisor.start();
            kill(next());
            kill(next());
            last = next();
            Awaitility.await().atMost(ONE_MINUTE).until(() -> supervisor.restarts() == 2);
            assertThat(last.isAlive()).isTrue();
        }
        assertThat(last.isAlive()).isFalse();
        assertThat(started).isEmpty();
        assertThat(givenUp).isEmpty();
    }

    @Test
    void anUnexpectedExceptionDoesNotEndTheRestarts() throws Exception {
        try (Supervisor supervisor = new Supervisor(new Sleep(), 5, givenUp::add)) {
            supervisor.start();
            failures.release();
            kill(next());
            assertThat(next().isAlive()).isTrue();
            assertThat(failures.availablePermits()).isZero();
        }
    }

    @Test
    void aServerThatEndsTooOftenIsGivenUp() throws Exception {
        try (Supervisor supervisor = new Supervisor(new Sleep(), 2, givenUp::add)) {
            supervisor.start();
            command = ENDS;
            kill(next());

            assertThat(givenUp.poll(ONE_MINUTE.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(
                            "the embedded sleep ended or did not start 3 times within 5 minutes; see its log in the data"
                                    + " folder");
            assertThat(started).hasSize(2);
            assertThat(supervisor.restarts()).isZero();
        }
    }

    @Test
    void aFailedFirstStartIsReportedAndNotRepeated() throws Exception {
        command = ENDS;
        try (Supervisor supervisor = new Supervisor(new Sleep(), 5, givenUp::add)) {
            assertThatThrownBy(supervisor::start)
                    .isInstanceOf(StartFailedException.class)
                    .hasMessage("it ended");
        }
        assertThat(started).hasSize(1);
    }

    @Test
    void aServerThatIsStoppedStaysStopped() throws Exception {
        Supervisor supervisor = new Supervisor(new Sleep(), 5, givenUp::add);
        supervisor.start();
        supervisor.close();

        assertThatThrownBy(supervisor::start).isInstanceOf(StartFailedException.class);
        assertThat(started).hasSize(1);
    }
}
