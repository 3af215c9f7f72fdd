package stockledger.trials.reads;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import stockledger.trials.cli.JavaProcess;

/** Starts baselines from this program. */
final class BaselineProcess {

    private BaselineProcess() {}

    static JavaProcess start(List<String> jvm, List<String> command, String path, Duration timeout) throws IOException {
        return JavaProcess.start(
                command.get(0),
                port -> {
                    List<String> arguments = new ArrayList<>(jvm);
                    arguments.addAll(
                            List.of("-cp", System.getProperty("java.class.path"), "stockledger.trials.Trials"));
                    arguments.addAll(command);
                    arguments.addAll(List.of("--port", Integer.toString(port)));
                    return arguments;
                },
                path,
                timeout);
    }
}
