// Package disk is the one way by which a store changes files and makes them durable:
// mkdir, create, write, sync, rename, exchange, remove.
//
// The nil Layer is the operating system itself. Another one is put in between by tests,
// which record what is done, refuse it, kill the process at it, or cut the power and ask
// what is left: see disktest. Reading needs no layer.
package disk
