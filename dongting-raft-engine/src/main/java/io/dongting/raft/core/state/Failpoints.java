package io.dongting.raft.core.state;

/**
 * Decides whether rare things happen now. In production they happen only by themselves.
 */
@FunctionalInterface
public interface Failpoints {

	/** Nothing happens that need not. */
	Failpoints NONE = (point) -> false;

	/**
	 * Return whether to do something that is allowed though there is no reason for it.
	 * @param point what it is
	 * @return whether to do it
	 */
	boolean strikes(Failpoint point);

}
