package stockledger.trials.cli;

/** The exit codes of the trials. */
public final class ExitCode {

    public static final int CLEAN = 0;
    public static final int NOT_CLEAN = 1;
    public static final int NOT_STARTED = 2;
    public static final int ALREADY_REPLAYED = 3;
    public static final int UNREACHABLE = 4;
    public static final int TRIAL_BROKEN = 5;

    private ExitCode() {}
}
