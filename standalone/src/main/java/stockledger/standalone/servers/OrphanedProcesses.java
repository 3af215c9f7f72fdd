package stockledger.standalone.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Servers that a killed Stockledger process left running. They are identified by their program and by a path of this data
 * folder among their arguments, because the operating system may have reused a recorded process id.
 */
final class OrphanedProcesses {

    private OrphanedProcesses() {}

    /** The processes that run the program with the path as an argument. */
    static List<ProcessHandle> find(String program, Path argument) {
        return ProcessHandle.allProcesses()
                .filter(process -> runs(process, program) && hasArgument(process, argument))
                .toList();
    }

    /** Whether the name of the process's executable begins with the name of the program. */
    static boolean runs(ProcessHandle process, String program) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName())
                .filter(name -> name != null && name.toString().startsWith(program))
                .isPresent();
    }

    private static boolean hasArgument(ProcessHandle process, Path argument) {
        return process.info()
                .arguments()
                .filter(arguments -> Arrays.asList(arguments).contains(argument.toString()))
                .isPresent();
    }

    /** Waits for the exit of a process that is not a child; false when it still runs after the timeout. */
    static boolean awaitExit(ProcessHandle process, Duration timeout) throws InterruptedException {
        try {
            process.onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return !process.isAlive();
        }
    }
}
