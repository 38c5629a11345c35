package io.dongting.simulation;

/**
 * Thrown out of an operation of a {@link SimulatedFileSystem} in which the machine is
 * meant to lose its power, and out of every operation after it. An error, so that code
 * that handles exceptions of files does not take it for one.
 */
public class SimulatedCrash extends Error {

	public SimulatedCrash(String message) {
		super(message);
	}

}
