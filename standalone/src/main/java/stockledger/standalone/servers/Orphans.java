package stockledger.standalone.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Servers whose Stockledger was killed. They are known by what they run and by the file or folder that they were given,
 * which only servers of this data folder were given: not by a number that may be another's by now.
 */
final class Orphans {

    private Orphans() {}

    /** The processes that run this program and were given this path. */
    static List<ProcessHandle> of(String program, Path given) {
        return ProcessHandle.allProcesses()
                .filter(process -> runs(process, program) && wasGiven(process, given))
                .toList();
    }

    /** Whether a process runs a program of this name. */
    static boolean runs(ProcessHandle process, String program) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName())
                .filter(name -> name != null && name.toString().startsWith(program))
                .isPresent();
    }

    private static boolean wasGiven(ProcessHandle process, Path given) {
        return process.info()
                .arguments()
                .filter(arguments -> Arrays.asList(arguments).contains(given.toString()))
                .isPresent();
    }

    /** Waits for the end of a process that is not a child. True: within the patience. */
    static boolean awaitEnd(ProcessHandle process, Duration patience) throws InterruptedException {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return !process.isAlive();
        }
    }
}
