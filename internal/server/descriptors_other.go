//go:build !unix

package server

// descriptors is the number of files and connections that the system lets this
// process have open; 0 where it does not say.
func descriptors() uint64 { return 0 }
