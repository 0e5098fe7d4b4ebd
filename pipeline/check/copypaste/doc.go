// Package copypaste finds the same answer sent again to the same customer in one
// session.
//
// Repetition alone is no fault: nearly half of all agents' messages in real chats
// repeat exactly, and the commonest are greetings, holds and closings. So the class
// of a message is told first (Classify), and only content that comes again, letter
// for letter and figure for figure, is reported: once for each text and session, on
// its second occurrence. When the customer asked the same thing again, or asked to
// have it sent again, the repetition is no fault of the agent's.
package copypaste
