package stockledger.trials.cli;

/** The machine that runs everything, the load client included. */
public record Machine(int processors, String system, String java) {

    public static Machine current() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    }
}
